/** Models over HTTP: what may be chosen. */
import type { Models } from '../models.ts';
import { Refusal } from '../problem.ts';
import { type Route, route } from '../route.ts';

export function modelRoutes(models: Models): Route[] {
  return [
    route({
      method: 'GET',
      path: '/models',
      summary: 'Models that can be asked, and those that can be had.',
      status: 200,
      handle: () => models.list(),
    }),
    route({
      method: 'GET',
      path: '/models/:vendor/:model',
      summary: 'One model, with the facts of its file once it was loaded.',
      status: 200,
      handle: async ({ params }) => {
        const { models: rows } = await models.list();
        const row = rows.find((one) => one.vendor === params.vendor && one.model === params.model);
        if (!row) throw new Refusal('not-found', `There is no model ${params.vendor}/${params.model}.`);
        return row;
      },
    }),
  ];
}
