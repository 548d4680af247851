import { useState } from 'react';
import type { Product } from '#contract/catalog.ts';
import {
  COMPLETE_SCORE,
  type FieldName,
  type PassportFields,
  passportPoints,
  PINNABLE_SCORE,
  type Points,
  requiredFields,
} from '#contract/passport.ts';
import { CircleAlert, Minus } from '../../staff/icons.ts';
import { refusalOf } from '../../staff/api.ts';
import { RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { CircleCheck, Clock } from '../../ui/icons.ts';
import { AreaField, Field, Ring, Switch } from '../../ui/parts.tsx';
import { Part } from './part.tsx';
import { usePartVerbs } from './use-products.ts';
import { useWords } from './words.ts';

/** The form in the order in which a seller knows these things. */
const SECTIONS = [
  { name: 'origin', fields: ['originCountry', 'originPlace', 'manufacturer', 'importer', 'brand', 'model', 'gtin'] },
  { name: 'inside', fields: ['materials', 'allergens', 'netContent', 'safetyWarnings', 'ageRestriction'] },
  { name: 'batch', fields: ['batch', 'expiry'] },
  { name: 'proof', fields: ['certificates', 'resellerProof'] },
  { name: 'use', fields: ['usage', 'warranty', 'afterSales', 'returnPolicy'] },
] as const satisfies readonly { name: string; fields: readonly FieldName[] }[];
const LONG: readonly FieldName[] = ['manufacturer', 'materials', 'safetyWarnings', 'certificates', 'usage', 'afterSales'];
const MAX_FIELD = 2000;

export function Passport({ product, mayChange, onSaved }: { product: Product; mayChange: boolean; onSaved: (sentence: string) => void }) {
  const words = useWords();
  const { passport } = product;
  const { savePassport } = usePartVerbs(product.id);
  const [fields, setFields] = useState<PassportFields>(passport.fields);
  const [synthetic, setSynthetic] = useState(passport.syntheticImages);
  // What it will be when saved; the server computes it again by the same table.
  const { score, points, missing } = passportPoints(product.category, fields, { images: product.images.length });
  const refusal = refusalOf(savePassport.error);
  const proposal = refusal?.facts['field'] === 'gtin' ? (refusal.facts['proposal'] as string | null) : undefined;
  const gtinError = proposal === undefined ? null : proposal === null ? words.gtinNone : words.gtinWrong(proposal);

  return (
    <Part title={words.passportTitle} lead={words.passportLead}>
      <div className="passport">
        <fieldset disabled={!mayChange} className="col g6">
          {SECTIONS.map((section) => (
            <section key={section.name} className="passport-section">
              <h3>{words.sections[section.name]}</h3>
              <div className="fields">
                {section.fields.map((field) => (
                  <PassportField
                    key={field}
                    field={field}
                    value={fields[field] ?? ''}
                    required={requiredFields(product.category).includes(field)}
                    error={field === 'gtin' ? gtinError : null}
                    onChange={(value) => setFields({ ...fields, [field]: value })}
                  />
                ))}
              </div>
            </section>
          ))}
          <Switch label={words.synthetic} on={synthetic} onChange={setSynthetic} disabled={!mayChange} />
        </fieldset>
        <aside className="col g4">
          <div className="row g4">
            <Ring part={score / 100} size={84} stroke={8} tone={score >= PINNABLE_SCORE ? 'proof' : 'ink'}>
              <b className="d score-xl">{score}</b>
            </Ring>
            <div>
              <h3>
                {score >= COMPLETE_SCORE && missing.length === 0 ? words.complete : score >= PINNABLE_SCORE ? words.nearly : words.notYet}
              </h3>
              <p className="sm m">{words.missing(missing.length)}</p>
              <p className="xs mm">{words.version(passport.version)}</p>
            </div>
          </div>
          {mayChange ? (
            <Button
              tone="solid"
              wide
              busy={savePassport.isPending}
              onClick={() =>
                savePassport.mutate(
                  { fields: filled(fields), syntheticImages: synthetic },
                  { onSuccess: (saved) => onSaved(words.passportSaved(saved.version)) },
                )
              }
            >
              {words.passportSave}
            </Button>
          ) : null}
          {gtinError ? null : <RefusedNote error={savePassport.error} />}
          <PointsList points={points} />
        </aside>
      </div>
    </Part>
  );
}

const filled = (fields: PassportFields): PassportFields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== ''));

function PassportField({
  field,
  value,
  required,
  error,
  onChange,
}: {
  field: FieldName;
  value: string;
  required: boolean;
  error: string | null;
  onChange: (value: string) => void;
}) {
  const words = useWords();
  const empty = required && value.trim() === '';
  const common = { label: words.fields[field], value, maxLength: MAX_FIELD, error: error ?? (empty ? words.required : null) };
  return LONG.includes(field) ? (
    <AreaField {...common} rows={2} onChange={(event) => onChange(event.target.value)} />
  ) : (
    <Field {...common} onChange={(event) => onChange(event.target.value)} />
  );
}

function PointsList({ points }: { points: readonly Points[] }) {
  const words = useWords();
  return (
    <div>
      <h3>{words.points}</h3>
      <ul className="points">
        {points.map((group) => (
          <li key={group.name} className="row">
            <PointsIcon group={group} />
            <span className="grow">{words.groups[group.name]}</span>
            <b className="nw">
              {group.applies ? words.ofPoints(String(group.halves / 2), group.weight) : <span className="mm">{words.notFor}</span>}
            </b>
          </li>
        ))}
      </ul>
    </div>
  );
}

function PointsIcon({ group }: { group: Points }) {
  const words = useWords();
  if (!group.applies) return <Minus size={16} />;
  if (group.halves === group.weight * 2) return <CircleCheck size={16} className="proofc" />;
  if (group.halves === 0) return <CircleAlert size={16} className="stopc" />;
  return (
    <span title={words.halfPoints} className="warnc">
      <Clock size={16} />
    </span>
  );
}
