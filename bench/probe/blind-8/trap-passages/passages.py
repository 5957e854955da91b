PASSAGES = [
    "the first of these. DeepSeek-R1-Zero, a model trained by trial and error, "
    "reads well, and some of its answers are long",
    "DeepSeek-R1, and six smaller ones that were made from it",
]
