"""The neural half's workshop: base model, vocabulary, network, examples, augmentation, training and export."""
