/** The words of a training script that beginners look up, each with its sentence in English. */
export const GLOSSARY = {
  epoch:
    "**Epoch**: one pass over the whole training set. Training for 5 epochs shows every image to the network 5 times.",
  batch:
    "**Batch size**: how many samples are used for one step. With 60,000 images and a batch size of 64, an epoch has 938 steps.",
  iteration:
    "**Iteration**: one step on one batch; an epoch has as many as the number of samples divided by the batch size.",
  loss: "**Loss function**: says in one number how wrong the predictions are. Training makes it smaller.",
  crossEntropy:
    "**CrossEntropyLoss**: the loss for choosing one of several classes. It takes scores (logits) and applies a softmax itself.",
  nll: "**NLLLoss**: the loss for choosing one of several classes from log-probabilities, as log_softmax gives them.",
  optimizer: "**Optimizer**: changes the weights so that the loss becomes smaller, with the help of their gradients.",
  adam: "**Adam**: an optimizer that adapts the step of every weight to the history of its gradients.",
  sgd: "**SGD**: the plainest optimizer. It moves each weight against its gradient, by the learning rate times the gradient.",
  learningRate:
    "**Learning rate**: how far one update moves the weights. Too large and training diverges, too small and it is slow.",
  momentum: "**Momentum**: keeps a part of the last update's direction, so that the steps swing less.",
  weightDecay: "**Weight decay**: pulls every weight a little towards 0 at each step, against overfitting.",
  forward: "**Forward pass**: the input goes through the network and becomes a prediction.",
  backward:
    "**Backward pass**: from the loss backwards through the network, the gradient of every parameter is computed. It changes no weight yet.",
  step: "**optimizer.step()**: updates every weight, using the gradients that the backward pass left.",
  zeroGrad: "**optimizer.zero_grad()**: clears the gradients, which otherwise add up from step to step.",
  gradient:
    "**Gradient**: how fast the loss changes with a parameter. Its sign says in which direction the parameter has to move, its size how much it matters.",
  clipping:
    "**Gradient clipping**: makes gradients smaller that are too large, so that one step cannot spoil the weights.",
  train:
    "**model.train()**: switches to training mode, in which Dropout drops values and BatchNorm uses the statistics of the batch.",
  eval: "**model.eval()**: switches to evaluation mode, in which Dropout does nothing and BatchNorm uses what it has learned.",
  noGrad:
    "**torch.no_grad()**: computes without keeping what gradients would need, which saves time and memory when evaluating.",
  stateDict: "**state_dict**: all parameters and buffers of a model by their names. This is what is saved and loaded.",
  loader: "**DataLoader**: hands out the samples of a data set in batches.",
  shuffle: "**shuffle**: puts the training samples into a new random order for every epoch.",
  toTensor: "**ToTensor**: turns an image into a tensor of numbers from 0 to 1.",
  normalize:
    "**Normalize**: subtracts the mean and divides by the standard deviation. With 0.5 and 0.5, numbers from 0 to 1 become numbers from -1 to 1.",
  activation:
    "**Activation function**: makes the network non-linear; without it, several layers could do no more than one.",
  dropout: "**Dropout**: switches off random values while training, against overfitting.",
  logits: "**Logits**: the scores of the classes before a softmax; the largest one is the prediction.",
  seed: "**Seed**: the start of the random numbers. The same seed gives the same weights and the same order of samples.",
} as const;

type Entry = keyof typeof GLOSSARY;

const NAMES: Readonly<Record<string, Entry>> = {
  epoch: "epoch",
  epochs: "epoch",
  num_epochs: "epoch",
  n_epochs: "epoch",
  NUM_EPOCHS: "epoch",
  EPOCHS: "epoch",
  batch_size: "batch",
  BATCH_SIZE: "batch",
  batch_idx: "iteration",
  iteration: "iteration",
  criterion: "loss",
  loss_fn: "loss",
  loss: "loss",
  CrossEntropyLoss: "crossEntropy",
  cross_entropy: "crossEntropy",
  NLLLoss: "nll",
  nll_loss: "nll",
  optimizer: "optimizer",
  optim: "optimizer",
  Adam: "adam",
  AdamW: "adam",
  SGD: "sgd",
  lr: "learningRate",
  learning_rate: "learningRate",
  LEARNING_RATE: "learningRate",
  momentum: "momentum",
  weight_decay: "weightDecay",
  forward: "forward",
  backward: "backward",
  zero_grad: "zeroGrad",
  grad: "gradient",
  clip_grad_norm_: "clipping",
  clip_grad_value_: "clipping",
  no_grad: "noGrad",
  state_dict: "stateDict",
  load_state_dict: "stateDict",
  DataLoader: "loader",
  train_loader: "loader",
  trainloader: "loader",
  test_loader: "loader",
  testloader: "loader",
  shuffle: "shuffle",
  ToTensor: "toTensor",
  Normalize: "normalize",
  relu: "activation",
  dropout: "dropout",
  logits: "logits",
  manual_seed: "seed",
};
/** Words that mean something only as methods of an object, and as calls. */
const METHODS: Readonly<Record<string, Entry>> = { step: "step", train: "train", eval: "eval" };

/** The entry for the word of `line` at `column` and where the word stands; undefined in comments, strings and elsewhere. */
export function glossaryAt(line: string, column: number): { sentence: string; from: number; to: number } | undefined {
  for (const match of line.matchAll(/[A-Za-z_]\w*/g)) {
    const [word] = match;
    const from = match.index;
    const to = from + word.length;
    if (column < from || column > to) continue;
    const entry = lookUp(word, line.slice(0, from), line.slice(to));
    return entry && !isInText(line.slice(0, from)) ? { sentence: GLOSSARY[entry], from, to } : undefined;
  }
  return undefined;
}

function lookUp(word: string, before: string, after: string): Entry | undefined {
  if (Object.hasOwn(NAMES, word)) return NAMES[word];
  const isMethod = /\w\.$/.test(before) && after.startsWith("(");
  if (!isMethod || !Object.hasOwn(METHODS, word)) return undefined;
  return word === "step" && /sched\w*\.$/.test(before) ? undefined : METHODS[word];
}

/** Whether what follows `before` on its line is a comment or inside quotes. */
function isInText(before: string): boolean {
  const [code] = before.replace(/"[^"]*"|'[^']*'/g, "").split("#");
  return before.replace(/"[^"]*"|'[^']*'/g, "") !== code || /["']/.test(code);
}
