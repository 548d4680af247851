import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * A row that goes takes the focus with it. Then the list's own place for it (`[data-focus]`, else the list) gets it,
 * so that whoever works with the keyboard or a screen reader is not thrown back to the top of the page.
 */
export function useKeepFocus(list: RefObject<HTMLElement | null>): void {
  const within = useRef(false);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    if (within.current && document.activeElement === document.body) {
      (element.querySelector<HTMLElement>('[data-focus]') ?? element).focus({ preventScroll: true });
    }
    const enter = () => (within.current = true);
    const leave = (event: FocusEvent) => {
      // Removed rows tell of it without a place where the focus went.
      if (event.relatedTarget !== null) within.current = false;
    };
    element.addEventListener('focusin', enter);
    element.addEventListener('focusout', leave);
    return () => {
      element.removeEventListener('focusin', enter);
      element.removeEventListener('focusout', leave);
    };
  });
}
