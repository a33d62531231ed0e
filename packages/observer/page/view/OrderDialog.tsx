import { SEVERITIES, type Severity } from '@kintsugi/core';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ActAnswer } from '../../src/protocol/frame.ts';
import { postAct, tokenOf } from '../live/requests.ts';
import { savedName, saveName } from '../live/saved-name.ts';
import type { Order, PageState, Store } from '../store.ts';

interface Props {
  readonly store: Store;
  readonly state: PageState;
}

/** Asks before anything is done, and tells what came of it. */
export function OrderDialog({ store, state }: Props) {
  const { order, scene } = state;
  const dialog = useRef<HTMLDialogElement>(null);
  const isWanted = order !== undefined;
  useLayoutEffect(() => {
    if (isWanted) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isWanted]);
  const now = scene?.world.nodes.get(order?.path ?? '')?.state ?? '';
  return (
    <dialog
      ref={dialog}
      aria-labelledby="order-title"
      onClose={() => store.update({ order: undefined })}
    >
      {order !== undefined && <OrderForm store={store} order={order} now={now} />}
    </dialog>
  );
}

interface FormProps {
  readonly store: Store;
  readonly order: Order;
  readonly now: string;
}

function OrderForm({ store, order, now }: FormProps) {
  const { act, path, label, answer } = order;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void carryOut(store, order, new FormData(event.currentTarget));
      }}
    >
      <h2 id="order-title">
        {label === 'Inject a fault' ? `Inject a fault into ${path}?` : `${label} ${path}?`}
      </h2>
      <p class="quiet">{now === '' ? 'It is not in the tree any more.' : `It is ${now} now.`}</p>
      <label>
        Who does this
        <input
          name="by"
          required
          maxLength={100}
          pattern=".*\S.*"
          autoComplete="username"
          defaultValue={savedName()}
        />
      </label>
      {act === 'injectFault' && <SeverityChoice />}
      <div role="status">{answer !== undefined && <Outcome answer={answer} label={label} />}</div>
      <Buttons store={store} answer={answer} label={label} />
    </form>
  );
}

function SeverityChoice() {
  return (
    <>
      <label>
        Severity
        <select name="severity" aria-describedby="severity-note">
          {SEVERITIES.map((severity) => (
            <option key={severity}>{severity}</option>
          ))}
        </select>
      </label>
      <p id="severity-note" class="quiet">
        The fault is a crash of its worker, and a crash cannot be retried: TRANSIENT goes on to the
        step after retry, which is a restart unless its chain says otherwise.
      </p>
    </>
  );
}

interface ButtonsProps {
  readonly store: Store;
  readonly answer: Order['answer'];
  readonly label: string;
}

/** What was refused can be tried again; what was done cannot be done twice by mistake. */
function Buttons({ store, answer, label }: ButtonsProps) {
  const isRefused = typeof answer === 'object' && !answer.ok;
  return (
    <div class="buttons">
      <button type="button" onClick={() => store.update({ order: undefined })}>
        {answer === undefined ? 'Cancel' : 'Close'}
      </button>
      {(answer === undefined || isRefused) && (
        <button type="submit" class="primary">
          {isRefused ? 'Try again' : label}
        </button>
      )}
    </div>
  );
}

function Outcome({
  answer,
  label,
}: {
  readonly answer: ActAnswer | 'awaited';
  readonly label: string;
}) {
  if (answer === 'awaited') return <p class="notice">Waiting for the tree.</p>;
  if (answer.ok) return <p class="notice good">{`${label}: done.`}</p>;
  const state = answer.state === undefined ? '' : ` (it is ${answer.state})`;
  return <p class="notice bad">{`Not done: ${answer.reason}${state}.`}</p>;
}

async function carryOut(store: Store, order: Order, form: FormData): Promise<void> {
  const name = form.get('by');
  const by = typeof name === 'string' ? name.trim() : '';
  saveName(by);
  store.update({ order: { ...order, answer: 'awaited' } });
  const severity = severityOf(form.get('severity'));
  const { act, path } = order;
  const request = { act, path, by, ...(severity === undefined ? {} : { severity }) };
  const answer = await postAct(request, tokenOf(location.hash));
  const { order: current } = store.state;
  if (current?.act === act && current.path === path) store.update({ order: { ...order, answer } });
}

function severityOf(value: FormDataEntryValue | null): Severity | undefined {
  return SEVERITIES.find((severity) => severity === value);
}
