// The tutorial's network on the WASM backend of TensorFlow.js: usage  train.mjs FOLDER_OF_IDX_FILES SAMPLES
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs");
const { setWasmPaths } = require("@tensorflow/tfjs-backend-wasm");

const [folder, sampleArgument] = process.argv.slice(2);
const samples = Number(sampleArgument);
const BATCH = 64;

const backend = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
setWasmPaths(`${join(backend, "dist")}/`);
await tf.setBackend("wasm");

const read = (name, header) => readFileSync(join(folder, name)).subarray(header);
const images = name => Float32Array.from(read(name, 16), byte => (byte / 255 - 0.5) / 0.5);
const x = tf.tensor2d(images("train-images-idx3-ubyte").subarray(0, samples * 784), [samples, 784]);
const y = tf.tensor1d(Float32Array.from(read("train-labels-idx1-ubyte", 8).subarray(0, samples)));
const testX = tf.tensor2d(images("t10k-images-idx3-ubyte"), [10_000, 784]);
const testY = read("t10k-labels-idx1-ubyte", 8);

const dense = (units, options) => tf.layers.dense({ units, ...options });
const model = tf.sequential({
  layers: [
    dense(128, { inputShape: [784], activation: "relu" }),
    dense(64, { activation: "relu" }),
    dense(10, { activation: "softmax" }),
  ],
});
model.compile({ optimizer: tf.train.adam(0.001), loss: "sparseCategoricalCrossentropy" });
await model.fit(x.slice([0, 0], [2 * BATCH, 784]), y.slice([0], [2 * BATCH]), { batchSize: BATCH, verbose: 0 }); // warm

const startedMs = performance.now();
await model.fit(x, y, { batchSize: BATCH, epochs: 1, shuffle: true, verbose: 0 });
const trainedMs = performance.now();
const predicted = await model.predict(testX, { batchSize: 1000 }).argMax(1).data();
const evaluatedMs = performance.now();
const correct = predicted.reduce((count, label, k) => count + (label === testY[k] ? 1 : 0), 0);
const seconds = ms => (ms / 1000).toFixed(3);
console.log(
  `train ${seconds(trainedMs - startedMs)} s | evaluate ${seconds(evaluatedMs - trainedMs)} s | ${correct} correct`,
);
