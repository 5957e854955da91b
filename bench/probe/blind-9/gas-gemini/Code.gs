function ask(p) {
  return UrlFetchApp.fetch("https://generativelanguage.googleapis.com/v1/models/gemini-pro:generateContent?key=" + K, {method: "post", payload: p});
}
