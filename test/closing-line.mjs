// A reporter that prints each failure whole and one closing line: how many passed, failed and were skipped (with reasons).
export default async function* closingLine(source) {
  let passed = 0;
  let failed = 0;
  const skipped = [];
  for await (const { type, data } of source) {
    // A suite that is skipped tells of itself; one that is not leaves it to its tests.
    if (type === 'test:pass' && (data.details?.type !== 'suite' || data.skip !== undefined)) {
      if (data.skip !== undefined)
        skipped.push(`${data.name}: ${data.skip === true || data.skip === '' ? 'no reason given' : data.skip}`);
      else passed++;
    }
    if (type === 'test:fail' && data.details?.type !== 'suite') {
      failed++;
      yield `\n✗ ${data.name} (${data.file ?? ''}:${data.line ?? ''})\n${data.details?.error?.cause?.stack ?? data.details?.error?.stack ?? data.details?.error}\n`;
    }
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
  }
  for (const line of skipped) yield `skipped ${line}\n`;
  yield `${passed} passed, ${failed} failed, ${skipped.length} skipped\n`;
}
