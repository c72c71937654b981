import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pixelSizeOf } from './image-header.ts';

/** 37 x 21 pixels each, made by ImageMagick; those of which only the beginning matters end in `…`. */
const FILES: Record<string, string> = {
  PNG: 'iVBORw0KGgoAAAANSUhEUgAAACUAAAAVAQMAAAD7KrXtAAAAA1BMVEX/AAAZ4gk3AAAADElEQVQI12NgGEgAAAB+AAH9tTdSAAAAAElFTkSuQmCC',
  GIF: 'R0lGODlhJQAVAPAAAP8AAAAAACH5BAAAAAAALAAAAAAlABUAAAIahI+py+0Po5y02ouz3rz7D4biSJbmiaYqWgAAOw==',
  JPEG: '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/2wBDAQMDAwQDBAgEBAgQCwkLEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBD/wAARCAAVACUDAREA',
  'WebP with losses': 'UklGRk4AAABXRUJQVlA4IEIAAABQAwCdASolABUAPpFGnkslo6KhpWgAsBIJZwDO3oAAK/fDcAD+7qY=',
  'WebP without losses': 'UklGRhwAAABXRUJQVlA4TA8AAAAvJAAFAAcQ/Y/+ByKi/wEA',
  'WebP with transparency': 'UklGRlgAAABXRUJQVlA4WAoAAAAQAAAAJAAAFAAAQUxQSAkAAAABBxAREYiI/gcAVlA4ICgAAADwAgCdASolABUA',
  BMP: 'Qk26CQAAAAAAAIoAAAB8AAAAJQAAABUAAAABABgAAAAAADAJAAAAAAAA',
};
const bytesOf = (name: string) => Buffer.from(FILES[name] ?? '', 'base64');

for (const name of Object.keys(FILES))
  test(`${name}: 37 x 21`, () => {
    assert.deepEqual(pixelSizeOf(bytesOf(name)), { width: 37, height: 21 });
  });

test('a file that lies within other bytes is read from its own beginning', () => {
  const all = Buffer.concat([Buffer.from('xx'), bytesOf('PNG')]);
  assert.deepEqual(pixelSizeOf(all.subarray(2)), { width: 37, height: 21 });
});

test('a JPEG with tables, notes and padding before its frame is walked through', () => {
  const note = Buffer.from([0xff, 0xe1, 0, 6, 0xff, 0xc0, 1, 2]);
  const table = Buffer.from([0xff, 0xc4, 0, 3, 9]);
  const frame = Buffer.from([0xff, 0xff, 0xff, 0xc2, 0, 11, 8, 0, 21, 0, 37, 1]);
  assert.deepEqual(pixelSizeOf(Buffer.concat([Buffer.from([0xff, 0xd8]), note, table, frame])), { width: 37, height: 21 });
});

test('what is no image, and one of no width, has no size', () => {
  const flat = bytesOf('PNG').fill(0, 16, 20);
  for (const bytes of [Buffer.alloc(0), Buffer.from('%PDF-1.7 and so on'), Buffer.from([0xff, 0xd8, 0, 0, 0, 0]), flat])
    assert.equal(pixelSizeOf(bytes), undefined);
});

test('a segment of no length is no endless walk', () => {
  assert.equal(pixelSizeOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0])), undefined);
});

test('a file that ends before its size is said has none, wherever it ends', () => {
  for (const name of Object.keys(FILES)) {
    const whole = bytesOf(name);
    for (let length = 0; length < whole.length; length++) {
      const size = pixelSizeOf(whole.subarray(0, length));
      if (size) assert.deepEqual(size, { width: 37, height: 21 }, `${name} cut at ${length}`);
    }
  }
});

test('no bytes make it throw', () => {
  const heads = Object.keys(FILES).map((name) => bytesOf(name).subarray(0, 16));
  fc.assert(
    fc.property(fc.constantFrom(Buffer.alloc(0), ...heads), fc.uint8Array({ maxLength: 64 }), (head, rest) => {
      pixelSizeOf(Buffer.concat([head, rest]));
    }),
  );
});
