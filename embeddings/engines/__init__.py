"""What runs a model: torch, ONNX Runtime, and the multilingual encoder."""
