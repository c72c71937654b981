/** Where the running server of a home can be reached: its address and key, left in the home for this person only. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Address = { url: string; key: string; pid: number };

const fileIn = (home: string) => join(home, 'server.json');

export function leaveAddress(home: string, address: Address): void {
  rmSync(fileIn(home), { force: true }); // The mode counts only for a new file.
  writeFileSync(fileIn(home), JSON.stringify(address), { mode: 0o600 });
}

export function takeAddressAway(home: string): void {
  rmSync(fileIn(home), { force: true });
}

/** The address of a running server of this home; undefined where none answers. */
export async function findAddress(home: string): Promise<Address | undefined> {
  let address: Address;
  try {
    address = JSON.parse(readFileSync(fileIn(home), 'utf8'));
  } catch {
    return undefined;
  }
  try {
    const answer = await fetch(`${address.url}/api/health`, {
      headers: { authorization: `Bearer ${address.key}` },
      signal: AbortSignal.timeout(2000),
    });
    return answer.status === 200 || answer.status === 503 ? address : undefined;
  } catch {
    return undefined;
  }
}
