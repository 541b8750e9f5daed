/** Where in the dashboard somebody is, as the address says. */

const MOVED = 'agentgate-moved';

/** Goes to a path of the dashboard. */
export function go(path: string): void {
  if (path !== location.pathname + location.search) {
    history.pushState(null, '', path);
  }
  window.dispatchEvent(new Event(MOVED));
}

/** The same place with other parameters, which makes no step to come back to. */
export function refine(parameters: Record<string, string>): void {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== '') {
      query.set(name, value);
    }
  }
  const search = query.toString();
  history.replaceState(null, '', location.pathname + (search ? '?' + search : ''));
}

export function onMove(listener: () => void): () => void {
  window.addEventListener(MOVED, listener);
  window.addEventListener('popstate', listener);
  return () => {
    window.removeEventListener(MOVED, listener);
    window.removeEventListener('popstate', listener);
  };
}

/** Follows a click on a link within the page; what opens elsewhere is the browser's. */
export function follow(event: MouseEvent): void {
  const link = event
    .composedPath()
    .find((each): each is HTMLAnchorElement => each instanceof HTMLAnchorElement);
  if (
    !link ||
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    link.target ||
    link.origin !== location.origin ||
    link.hasAttribute('download') ||
    link.pathname.startsWith('/api/')
  ) {
    return;
  }
  event.preventDefault();
  go(link.pathname + link.search);
}
