import assert from 'node:assert/strict';
import { test } from 'node:test';
import { downloadArguments, findPackageClient, type PackageClient, packageClients } from './package-client.ts';

const signal = new AbortController().signal;
const environment = { PATH: process.env.PATH };
const works: PackageClient = [process.execPath, '-e', '', '--'];
const broken: PackageClient = [process.execPath, '-e', 'process.exitCode = 1', '--'];

test('the first client that works is taken', async () => {
  assert.equal(await findPackageClient([broken, works, ['/never/asked']], environment, signal), works);
});

test('when none works all are named', async () => {
  await assert.rejects(
    findPackageClient(
      [
        ['/no/python3', '-m', 'pip'],
        ['/no/uv', 'tool', 'run', 'pip'],
      ],
      environment,
      signal,
    ),
    {
      name: 'SourceFailure',
      message: 'no Python package client on this machine (tried /no/python3 -m pip, /no/uv tool run pip)',
    },
  );
});

test('looking for a client can be stopped', async () => {
  const slow: PackageClient = [process.execPath, '-e', 'setInterval(() => {}, 1000)', '--'];
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('Stopped.')), 100);
  await assert.rejects(findPackageClient([slow], environment, controller.signal), /Stopped/);
});

test('only wheels are asked for, with nothing they depend on: nothing can be built or run', () => {
  const args = downloadArguments('/to', ['a==1', 'b==2']);
  assert.ok(['--only-binary=:all:', '--no-deps', '--no-cache-dir', '--no-input'].every((flag) => args.includes(flag)));
  assert.deepEqual(args.slice(-4), ['--dest', '/to', 'a==1', 'b==2']);
});

test('no address of a registry is named: the client knows its own', () => {
  const words = [...packageClients.flat(), ...downloadArguments('/to', [])].join(' ');
  assert.doesNotMatch(words, /https?:|index|mirror/);
});
