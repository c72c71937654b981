/**
 * The weights files that tests of the whole run on: the small one by `ORIEL_TEST_WEIGHTS` (or in its usual place), and further
 * ones by `ORIEL_TEST_FILES`, paths with `:` between; and what their publishers' templates put in by themselves.
 */
import { existsSync } from 'node:fs';
import { basename, delimiter } from 'node:path';
import { describe } from 'node:test';
import { TEST_WEIGHTS } from '#engines/llama/test-weights';

export type Family = {
  of: RegExp;
  /** The system message that the template puts in where there is none. */
  ownSystem: string;
};

export type RealFile = { name: string; path: string; family: Family; skip: string | false };

const FAMILIES: Family[] = [
  { of: /smollm2/i, ownSystem: 'You are a helpful AI assistant named SmolLM, trained by Hugging Face' },
  { of: /qwen2\.5/i, ownSystem: 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.' },
];

const SMALL_FAMILY = FAMILIES[0] as Family;

export const SMALL: RealFile = {
  name: 'smollm2-135m',
  path: TEST_WEIGHTS.path,
  family: SMALL_FAMILY,
  skip: TEST_WEIGHTS.skip,
};

export const FURTHER: RealFile[] = (process.env.ORIEL_TEST_FILES ?? '')
  .split(delimiter)
  .filter((path) => path !== '')
  .map((path) => {
    const name = basename(path, '.gguf');
    const family = FAMILIES.find(({ of }) => of.test(name));
    const why = !existsSync(path) ? `there is no file ${path}` : `no family of templates is known here for ${name}`;
    return { name, path, family: family ?? SMALL_FAMILY, skip: existsSync(path) && family ? false : why };
  });

/** A suite for each file; where only the small one is named, that is said. */
export function describeFiles(name: string, suite: (file: RealFile) => void): void {
  for (const file of [SMALL, ...FURTHER]) describe(`${name}: ${file.name}`, { skip: file.skip }, () => suite(file));
  if (FURTHER.length === 0)
    describe(`${name}: further files`, { skip: 'ORIEL_TEST_FILES names no further weights files' }, () => {});
}

/** ChatML: what both families' templates make of one message of a person. */
export const chatOf = (system: string, text: string) =>
  `<|im_start|>system\n${system}<|im_end|>\n<|im_start|>user\n${text}<|im_end|>\n<|im_start|>assistant\n`;
