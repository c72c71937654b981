import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { madeBytes, temporaryFolder } from './stand-in/file.ts';
import { type Member, wheelBytes } from './stand-in/wheel.ts';
import { openMember } from './wheel.ts';

async function wheelAt(context: TestContext, members: readonly Member[], comment = ''): Promise<string> {
  const path = join(await temporaryFolder(context), 'some.whl');
  await writeFile(path, wheelBytes(members, comment));
  return path;
}

async function read(path: string, member: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of await openMember(path, member)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const big = madeBytes(700_000);

test('a packed member comes out as it went in, whatever stands before and after it', async (context) => {
  const others = [
    { name: 'a.txt', bytes: Buffer.from('before') },
    { name: 'data/part.bin', bytes: big },
    { name: 'z.txt', bytes: Buffer.from('after') },
  ];
  assert.deepEqual(await read(await wheelAt(context, others), 'data/part.bin'), big);
});

test('a member that is only stored comes out too', async (context) => {
  const path = await wheelAt(context, [{ name: 'part.bin', bytes: big, isStored: true }]);
  assert.deepEqual(await read(path, 'part.bin'), big);
});

test('a comment at the end of the file does not hide the directory', async (context) => {
  const path = await wheelAt(context, [{ name: 'part.bin', bytes: Buffer.from('here') }], 'x'.repeat(60_000));
  assert.equal((await read(path, 'part.bin')).toString(), 'here');
});

test('a member that is not there is named', async (context) => {
  const path = await wheelAt(context, [{ name: 'part.bin', bytes: big }]);
  await assert.rejects(openMember(path, 'other.bin'), /holds no "other\.bin"/);
});

test('a file that is no zip is said to be none', async (context) => {
  const path = join(await temporaryFolder(context), 'some.whl');
  await writeFile(path, big);
  await assert.rejects(openMember(path, 'part.bin'), /is no zip file: its end record is missing \(700000 bytes\)/);
});

test('an empty file is said to be no zip', async (context) => {
  const path = join(await temporaryFolder(context), 'some.whl');
  await writeFile(path, '');
  await assert.rejects(openMember(path, 'part.bin'), /is no zip file/);
});

test('an encrypted member is refused', async (context) => {
  const path = await wheelAt(context, [{ name: 'part.bin', bytes: big, flags: 1 }]);
  await assert.rejects(openMember(path, 'part.bin'), /not read here \(method 8, flags 1\)/);
});

test('a packing other than the two usual ones is refused', async (context) => {
  const path = await wheelAt(context, [{ name: 'part.bin', bytes: big, method: 14 }]);
  await assert.rejects(openMember(path, 'part.bin'), /method 14/);
});

test('a member without bytes is refused', async (context) => {
  const path = await wheelAt(context, [{ name: 'part.bin', bytes: Buffer.alloc(0), isStored: true }]);
  await assert.rejects(openMember(path, 'part.bin'), /with no bytes/);
});

test('whatever byte is wrong, reading ends with bytes or with one error, never without an end', async (context) => {
  const path = join(await temporaryFolder(context), 'some.whl');
  const whole = wheelBytes([{ name: 'part.bin', bytes: madeBytes(3000) }]);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ change;
      await writeFile(path, damaged);
      const outcome = await read(path, 'part.bin').catch((error: unknown) => error);
      assert.ok(outcome instanceof Buffer || outcome instanceof Error);
    }),
    { numRuns: 150 },
  );
});

test('a wheel that is cut short anywhere does not give its member whole', async (context) => {
  const path = join(await temporaryFolder(context), 'some.whl');
  const whole = wheelBytes([{ name: 'part.bin', bytes: madeBytes(3000) }]);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
      await writeFile(path, whole.subarray(0, length));
      await assert.rejects(read(path, 'part.bin'));
    }),
    { numRuns: 60 },
  );
});
