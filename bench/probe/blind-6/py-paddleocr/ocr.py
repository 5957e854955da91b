from paddleocr import PaddleOCR

ocr = PaddleOCR(use_doc_orientation_classify=False, lang="en")
result = ocr.predict("invoice.png")
