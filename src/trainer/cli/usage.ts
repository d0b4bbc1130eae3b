export const USAGE = `Usage: train-lens COMMAND [OPTIONS]

  train [MODEL]                    train on MNIST and save the weights
  evaluate [MODEL] --weights FILE  accuracy, loss, confusion matrix of saved weights
  gradients [MODEL]                gradient norms of the first training batches
  inspect FILE                     what a .pth or .safetensors file holds
  compare FILE FILE                how two files of weights differ
  model FILE                       the models of a source file
  engines                          what this machine can train with

MODEL is FILE or FILE:Class; without it the tutorial's Net (784-128-64-10).

Data and model, for train, evaluate and gradients:
  --data DIR            folder with the IDX files of the data set
  --dataset NAME        MNIST (default), FashionMNIST or KMNIST
  --weights FILE        state dict to start from
  --engine NAME         auto (default), reference, wasm, webgpu or tfjs
  --threads N           threads on the CPU, at most one a core (default: the fastest)
  --seed S              PyTorch's manual_seed; drawn and shown when absent
  --batch-size N        samples of a step (default 64)
  --limit N             only the first N training samples
  --inputs FILE         with evaluate: print what the model gives for these images,
                        little-endian float32 [N, 1, 28, 28], taken as they are
Training:
  --epochs N            passes over the training data (default 5)
  --optimizer NAME      adam (default), adamw, sgd, rmsprop or adadelta
  --lr X                learning rate (default: PyTorch's for the optimizer)
  --max-steps N         stop after N steps
  --save FILE           where the weights go (default mnist_model.pth); a file
                        that exists stays, and a number is added to the name
  --force               overwrite the file instead
  --gradient-norms every:N   measure gradient norms every N steps
Gradients:
  --batches N           the mean over N batches with the same weights (default 1);
                        "all" is one pass over the training data
Output:
  --json                one JSON object per line (train, evaluate, gradients)
                        or one JSON value (compare, inspect, model, engines, --inputs)
  --stats               with inspect: statistics of every tensor
`;
