import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PageHead, RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused } from '../../staff/refused.tsx';
import { Check } from '../../ui/icons.ts';
import { useOrganisation } from '../organisation.tsx';
import { ShopWindow } from './shop-window.tsx';
import { type Facts, type Step, type StepKey, stepsOf } from './steps.ts';
import { useSteps } from './use-steps.ts';
import { useWords } from './words.ts';

/** What a shop needs before its first show, read from what is there. */
export default function FirstRun() {
  const words = useWords();
  const { orgName } = useOrganisation();
  const { facts, error, retry } = useSteps();
  return (
    <>
      <PageHead title={words.title} under={orgName} />
      <div className="page-body">
        {facts ? <List facts={facts} /> : error ? <Refused error={error} onRetry={retry} /> : <RowsSkeleton height="62px" />}
      </div>
    </>
  );
}

function List({ facts }: { facts: Facts }) {
  const words = useWords();
  const steps = stepsOf(facts);
  const done = steps.filter((step) => step.done).length;
  const now = steps.find((step) => !step.done)?.key ?? null;
  const head = now === null ? words.headDone : facts.products.count === 0 ? words.headEmpty : words.headPart;
  return (
    <div className="first-run">
      <ShopWindow name={facts.org.name} pictures={facts.products.pictures} lit={now === null} label={words.window(facts.org.name)} />
      <section>
        <h2 className="fig-xl">{head}</h2>
        <p className="lead">{now === null ? words.leadDone : words.lead}</p>
        <p className="sm mm">{words.progress(done, steps.length)}</p>
        <ol>
          {steps.map((step, at) => (
            <Row key={step.key} step={step} at={at + 1} now={step.key === now} facts={facts} />
          ))}
        </ol>
      </section>
    </div>
  );
}

function Row({ step, at, now, facts }: { step: Step; at: number; now: boolean; facts: Facts }) {
  const words = useWords();
  return (
    <li className={`stp ${step.done ? 'ok' : now ? 'now' : ''}`} aria-current={now ? 'step' : undefined}>
      <i aria-hidden="true">{step.done ? <Check size={17} strokeWidth={3} /> : at}</i>
      <div>
        <b className="b">
          {words[step.key]} <span className="sr">({step.done ? words.done : words.toDo})</span>
        </b>
        <p className="sm mm">{said(step, facts, words)}</p>
      </div>
      {step.done ? null : <Action step={step.key} now={now} />}
    </li>
  );
}

function said({ key, done }: Step, facts: Facts, words: ReturnType<typeof useWords>): string {
  const sentences: Record<StepKey, [string, string]> = {
    facts: [words.factsDone(facts.org.legalName, facts.org.currency), words.factsOpen],
    protect: [words.protectDone, words.protectOpen],
    products: [words.productsDone(facts.products.count, facts.products.more), words.productsOpen(facts.products.count)],
    payment: [words.paymentDone, words.paymentOpen],
    people: [words.peopleDone(facts.people ?? 0), words.peopleOpen],
    show: [words.showDone(facts.firstShow ?? ''), words.showOpen],
  };
  return sentences[key][done ? 0 : 1];
}

/** Only the step that is next has a filled button: one thing at a time. */
function Action({ step, now }: { step: StepKey; now: boolean }) {
  const words = useWords();
  const { orgSlug: org } = useOrganisation();
  const look = `btn ${now ? 'solid' : 'quiet'} sm`;
  const to = (
    path: '/$org/settings/{-$id}' | '/$org/people/{-$id}' | '/$org/products/{-$id}' | '/$org/imports/{-$id}',
    text: ReactNode,
    id?: string,
  ) => (
    <Link className={look} to={path} params={{ org, id }}>
      {text}
    </Link>
  );
  if (step === 'facts') return to('/$org/settings/{-$id}', words.factsAction);
  if (step === 'payment') return to('/$org/settings/{-$id}', words.paymentAction);
  if (step === 'people') return to('/$org/people/{-$id}', words.peopleAction);
  if (step === 'protect')
    return (
      <a className={look} href="/account">
        {words.protectAction}
      </a>
    );
  if (step === 'show')
    return (
      <a className={look} href="/studio">
        {words.showAction}
      </a>
    );
  return (
    <span className="row wrap">
      <Link className="btn quiet sm" to="/$org/imports/{-$id}" params={{ org, id: undefined }}>
        {words.import}
      </Link>
      {to('/$org/products/{-$id}', words.productsAction, 'new')}
    </span>
  );
}
