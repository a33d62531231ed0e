/**
 * XState hands inspection events to observers unguarded: one throw inside an inspector surfaces in
 * `send` and leaves that actor's mailbox stuck for ever. This is the one place that reaches into
 * XState's system: it wraps the function through which every inspection event goes, once a system.
 */
export function guardInspection(system: object, onThrow: (error: unknown) => void): void {
  if (guarded.has(system) || !sendsInspectionEvents(system)) return;
  guarded.add(system);
  const send = system._sendInspectionEvent;
  system._sendInspectionEvent = (event) => {
    try {
      send(event);
    } catch (error) {
      onThrow(error);
    }
  };
}

const guarded = new WeakSet();

interface InspectedSystem {
  _sendInspectionEvent: (event: unknown) => void;
}

function sendsInspectionEvents(system: object): system is InspectedSystem {
  return '_sendInspectionEvent' in system && typeof system._sendInspectionEvent === 'function';
}
