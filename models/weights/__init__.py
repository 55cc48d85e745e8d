"""The weights that ship: `encoder.onnx`, `tokenizer.json`, `model.json`. No code; `models.neural.encoder` reads them."""
