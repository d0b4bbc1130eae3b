import { expect, test } from "vitest";
import { translateReason } from "../../../src/extension/translateReason";
import { reasonText } from "../../../src/model/source/reason";
import { readPythonModels } from "../../../src/model/source/python/readPythonModels";
import { REASONS } from "../../../src/model/source/python/reasons";
import { koreanTexts } from "../../support/koreanTexts";

const texts = koreanTexts();
const korean = (template: string, ...values: (string | number)[]) =>
  reasonText({ template: texts[template] ?? template, values: values.map(String) });
const range = { from: 0, to: 1 };
const inKorean = (template: string, ...values: string[]) => {
  const words = { template, values };
  return translateReason({ reason: reasonText(words), range, line: 1, words }, korean);
};

test("a refused class says why in Korean, with the names of the file as they are", () => {
  const [reading] = readPythonModels(`
import torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(28, 28)
    def forward(self, x):
        return self.lstm(x)
`);
  const outcome = reading!.outcome;
  expect(outcome.understood ? undefined : translateReason(outcome.refusal, korean)).toBe(
    "`torch.nn.LSTM`은(는) 순환 신경망의 층이며, 순환 신경망은 읽지 않습니다.",
  );
});

test("a phrase among the values is translated, the code in it is not", () => {
  expect(inKorean(REASONS.construct, "this comparison")).toBe("여기서는 이 비교을(를) 지원하지 않습니다.");
  expect(inKorean(REASONS.noTensor, "an object of `Model`")).toBe(
    "`forward`가 텐서 대신 `Model` 객체을(를) 반환합니다.",
  );
  expect(inKorean(REASONS.construct, "`type` of a list")).toBe("여기서는 리스트의 `type`을(를) 지원하지 않습니다.");
  expect(inKorean(REASONS.notCallable, "an object of `A` as a number")).toBe(
    "`A` 객체의 숫자 변환은(는) 호출할 수 없습니다.",
  );
});

test("a name that is also a text of the editor stays a name", () => {
  expect(texts).toHaveProperty("Model");
  expect(inKorean(REASONS.undefinedName, "Model")).toContain("`Model`");
});

test("a reason without parts is shown as it is", () => {
  expect(translateReason({ reason: "it is strange", range, line: 1 }, korean)).toBe("it is strange");
});
