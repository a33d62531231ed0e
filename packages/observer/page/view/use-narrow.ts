import { useEffect, useState } from 'preact/hooks';

/** The style sheet has the same number. */
const NARROW = '(max-width: 720px)';

/** Whether there is room for one column only: then one part stands below the other. */
export function isNarrowNow(): boolean {
  return matchMedia(NARROW).matches;
}

/** The same, followed. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(isNarrowNow);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const look = () => setNarrow(query.matches);
    query.addEventListener('change', look);
    return () => query.removeEventListener('change', look);
  }, []);
  return isNarrow;
}
