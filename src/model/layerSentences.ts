import type { LayerType } from "./layers";

/** What each layer is, in one sentence, in English. */
export const LAYER_SENTENCES: Readonly<Record<LayerType, string>> = {
  Linear: "A fully connected layer: each output is a weighted sum of all inputs, plus a bias.",
  Conv2d: "A convolution: small filters slide over the image, and each makes a map of where it finds its pattern.",
  MaxPool2d: "Max pooling: keeps the largest value of each window, so the image becomes smaller.",
  AvgPool2d: "Average pooling: keeps the mean of each window, so the image becomes smaller.",
  AdaptiveAvgPool2d: "Average pooling with windows chosen so that the output has the size that is asked for.",
  AdaptiveMaxPool2d: "Max pooling with windows chosen so that the output has the size that is asked for.",
  BatchNorm1d:
    "Batch normalization: brings each feature to mean 0 and variance 1 over the batch, then scales and shifts it.",
  BatchNorm2d:
    "Batch normalization: brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it.",
  LayerNorm:
    "Layer normalization: brings the features of each sample to mean 0 and variance 1, then scales and shifts them.",
  GroupNorm:
    "Group normalization: brings groups of channels of each sample to mean 0 and variance 1, then scales and shifts them.",
  Dropout: "Dropout: switches off random values while training, against overfitting; it does nothing when evaluating.",
  Dropout1d: "Dropout of whole channels of a sequence while training; it does nothing when evaluating.",
  Dropout2d: "Dropout of whole channels of an image while training; it does nothing when evaluating.",
  ReLU: "An activation function: negative values become 0, positive ones stay.",
  ReLU6: "An activation function: values below 0 become 0, values above 6 become 6.",
  LeakyReLU: "An activation function: positive values stay, negative ones become small instead of 0.",
  ELU: "An activation function: positive values stay, negative ones approach a limit smoothly.",
  SELU: "An activation function: a scaled ELU that keeps mean and variance from layer to layer.",
  SiLU: "An activation function: the value times its sigmoid, also called Swish.",
  GELU: "An activation function: the value times the probability that a normal variable lies below it.",
  Softplus: "An activation function: a smooth ReLU.",
  Tanh: "An activation function: maps every value to one between -1 and 1.",
  Sigmoid: "An activation function: maps every value to one between 0 and 1.",
  Softmax: "Turns scores into probabilities that add up to 1.",
  LogSoftmax: "Turns scores into the logarithms of probabilities, as NLLLoss expects them.",
  Flatten: "Makes one row of features of each image; nothing is computed.",
  Unflatten: "Gives a row of features several dimensions again; nothing is computed.",
  Identity: "Gives back what it gets.",
  Permute: "Changes the order of the dimensions; nothing is computed.",
  Arithmetic: "Adds, subtracts, multiplies or divides every value by the same number.",
  Add: "Adds tensors of the same shape, as a residual connection does.",
  Concatenate: "Puts tensors side by side into one.",
};
