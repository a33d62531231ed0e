/** Who only looks at another tab for a moment finds this one as it is. */
const REST_AFTER_MS = 5_000;

/**
 * Nobody looks at a page that is hidden: it need not keep the tree's process at work, and its connection is one
 * of the six that a browser has for a server.
 */
export function restWhileHidden(rest: () => void, wake: () => void): void {
  let timer: number | undefined;
  let isResting = false;

  const follow = () => {
    clearTimeout(timer);
    if (document.hidden)
      timer = setTimeout(() => {
        isResting = true;
        rest();
      }, REST_AFTER_MS);
    else if (isResting) {
      isResting = false;
      wake();
    }
  };

  document.addEventListener('visibilitychange', follow);
  follow();
}
