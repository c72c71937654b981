/** What follows a long text only when the typing rests: drawing thousands of tokens at each key would make every key late. */
import { useEffect, useState } from 'react';

/** @param restMs 0: the newest value at once */
export function useRested<Value>(value: Value, restMs: number): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(setRested, restMs, () => value);
    return () => clearTimeout(timer);
  }, [value, restMs]);
  return restMs === 0 ? value : rested;
}
