from paddleocr import PaddleOCR
ocr = PaddleOCR(lang="en")
