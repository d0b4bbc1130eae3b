// Trains with nothing around it: no events, no metrics, no pauses. usage  bareTraining.js FOLDER EPOCHS THREADS. Prints the
// seconds of each epoch as JSON. Bundled by parts/overhead.ts, as it is made of the trainer's own modules.
import { TUTORIAL_NET } from "../src/model/tutorialNet";
import { DEFAULT_SETTINGS } from "../src/model/trainingSettings";
import { loadDataset } from "../src/trainer/data/loadDataset";
import { chooseEngine } from "../src/trainer/engines/chooseEngine";
import { Generator } from "../src/trainer/random/generator";
import { initialWeights } from "../src/trainer/random/initialWeights";
import { drawShuffledOrder } from "../src/trainer/random/loaderDraws";

async function main([dataFolder = "", epochs = "5", threads = "1"]: readonly string[]): Promise<void> {
  const dataset = await loadDataset({
    name: "MNIST",
    dataFolder,
    workingFolders: [],
    cacheFolder: "",
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  const generator = new Generator(0);
  const weights = initialWeights(TUTORIAL_NET, generator);
  const inputs = {
    model: TUTORIAL_NET,
    settings: DEFAULT_SETTINGS,
    dataset,
    weights,
    generator,
    threads: Number(threads),
  };
  const { engine } = await chooseEngine("wasm", inputs);
  const steps = Math.ceil(dataset.train.count / DEFAULT_SETTINGS.batchSize);
  const seconds = [];
  for (let epoch = 0; epoch < Number(epochs); epoch++) {
    const startedMs = performance.now();
    await engine.beginEpoch({ order: drawShuffledOrder(generator, dataset.train.count), lr: DEFAULT_SETTINGS.lr });
    await engine.runSteps(steps, []);
    seconds.push((performance.now() - startedMs) / 1000);
  }
  await engine.dispose();
  console.log(JSON.stringify(seconds));
}

void main(process.argv.slice(2));
