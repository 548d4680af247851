import type { FormEvent } from 'react';
import type { Organisation } from '#contract/accounts.ts';
import { PageHead, RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { CircleCheck } from '../../ui/icons.ts';
import { Note } from '../../ui/parts.tsx';
import { useOrganisation } from '../organisation.tsx';
import { useShop } from '../use-shop.ts';
import { DeliveryCard, OrdersCard, ShopCard, SigningInCard } from './cards.tsx';
import { useSettings } from './use-settings.ts';
import { useWords } from './words.ts';
import './settings.css';

/** Facts of the shop that buyers rely on. Everybody here may read them; a seller admin changes them. */
export default function Settings() {
  const words = useWords();
  const { orgName } = useOrganisation();
  const shop = useShop();
  return (
    <>
      <PageHead title={words.title} under={orgName} />
      <div className="page-body">
        {shop.data ? (
          <Form key={shop.data.id} shop={shop.data} />
        ) : shop.error ? (
          <Refused error={shop.error} onRetry={() => void shop.refetch()} />
        ) : (
          <RowsSkeleton height="120px" />
        )}
      </div>
    </>
  );
}

function Form({ shop }: { shop: Organisation }) {
  const words = useWords();
  const { may } = useOrganisation();
  const mayChange = may('seller_admin', 'operator');
  const settings = useSettings(shop);
  const { dirty, wrong, saving } = settings;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    settings.save();
  };
  return (
    <form className="settings" onSubmit={submit} noValidate>
      {mayChange ? null : <Note tone="info">{words.readOnly}</Note>}
      <fieldset className="settings" disabled={!mayChange}>
        <ShopCard shop={shop} settings={settings} />
        <DeliveryCard shop={shop} settings={settings} />
        <OrdersCard settings={settings} disabled={!mayChange} />
      </fieldset>
      <SigningInCard waived={shop.secondFactorWaived} />
      <RefusedNote error={saving.error} />
      {saving.isSuccess && !dirty ? (
        <Note tone="proof" role="status" icon={<CircleCheck size={17} />}>
          {words.saved}
        </Note>
      ) : null}
      {mayChange ? (
        <div className={`save-bar ${dirty ? 'on' : ''}`}>
          <span className="sm mm grow">{dirty ? words.unsaved : ''}</span>
          {dirty ? <Button onClick={settings.undo}>{words.undo}</Button> : null}
          <Button type="submit" tone="solid" busy={saving.isPending} disabled={!dirty || wrong.size > 0}>
            {words.save}
          </Button>
        </div>
      ) : null}
    </form>
  );
}
