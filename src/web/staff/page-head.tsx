import type { ReactNode } from 'react';
import { Skeleton } from '../ui/parts.tsx';
import { useStaffWords } from './words.ts';

/** The head of every section: what this is, one line about it, and its actions. */
export function PageHead({ title, under, children }: { title: ReactNode; under?: ReactNode; children?: ReactNode }) {
  return (
    <header className="top page-head">
      <div className="grow">
        <h1>{title}</h1>
        {under ? <p className="xs mm">{under}</p> : null}
      </div>
      {children ? <div className="row wrap">{children}</div> : null}
    </header>
  );
}

export function PageSkeleton() {
  return (
    <div className="col">
      <div className="top">
        <Skeleton width="180px" height="24px" />
      </div>
      <div className="page-body">
        <RowsSkeleton />
      </div>
    </div>
  );
}

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f'];
/** Grey rows in the size of the rows that come, so that nothing jumps. */
export function RowsSkeleton({ height = '54px' }: { height?: string }) {
  const words = useStaffWords();
  return (
    <div className="col rows-skel">
      {ROWS.map((row) => (
        <Skeleton key={row} height={height} {...(row === 'a' ? { label: words.loading } : {})} />
      ))}
    </div>
  );
}
