//! Splits text into sentences.
//!
//! Useful before sending text to `https://api.openai.com/v1/embeddings` with `text-embedding-3-small`.

/// Return the sentences of `text`; see also the `anthropic` crate.
pub fn sentences(text: &str) -> Vec<&str> {
    text.split(". ").collect()
}
