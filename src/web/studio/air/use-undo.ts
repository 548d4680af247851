import { useEffect, useState } from 'react';
import { useStore } from '../../client/store.ts';
import { createUndo } from './undo.ts';

/** The waiting decisions of this page. */
export function useUndo() {
  const [undo] = useState(() => createUndo());
  useEffect(() => () => undo.close(), [undo]);
  return { ...undo, waiting: useStore(undo.waiting) };
}
export type Undo = ReturnType<typeof useUndo>;
