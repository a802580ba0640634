import { type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { Problem } from '../../base/problem.ts';

type Options = EnvHttpProxyAgent.Options;

export interface Proxies {
  dispatcher: Dispatcher;
  /** The variable that names the proxy for an address, if one does. */
  variableFor(address: string): string | undefined;
  /** Ends all connections. */
  destroy(): Promise<void>;
}

/**
 * Sends requests by the proxies that the environment names, as curl does: of https by HTTPS_PROXY, of http by HTTP_PROXY, of both by
 * ALL_PROXY where there is no such one, and past them to the hosts of NO_PROXY; each name may be in small letters, which come first.
 * @throws Problem that names the variable where it holds no HTTP proxy's address
 */
export function throughProxies(options: Options, environment: NodeJS.ProcessEnv): Proxies {
  const noProxy = setting(environment, 'NO_PROXY')?.value ?? '';
  const isNeverUsed = noProxy === '*';
  const settingOf = (name: string) => (isNeverUsed ? undefined : setting(environment, name, 'ALL_PROXY'));
  const proxyOf = (name: string) => addressIn(settingOf(name)) ?? '';
  // Two, as undici's takes the proxy of http for https too where that has none of its own.
  const secure = new EnvHttpProxyAgent({ ...options, noProxy, httpProxy: '', httpsProxy: proxyOf('HTTPS_PROXY') });
  // What is not encrypted needs no tunnel, which many proxies refuse to the port of http.
  const httpProxy = proxyOf('HTTP_PROXY');
  const plain = new EnvHttpProxyAgent({ ...options, noProxy, httpProxy, httpsProxy: '', proxyTunnel: false });
  return {
    dispatcher: secure.compose(
      (dispatch) => (request, handler) =>
        String(request.origin).startsWith('http:') ? plain.dispatch(request, handler) : dispatch(request, handler),
    ),
    variableFor: (address) => settingOf(address.startsWith('http:') ? 'HTTP_PROXY' : 'HTTPS_PROXY')?.name,
    destroy: async () => void (await Promise.all([secure.destroy(), plain.destroy()])),
  };
}

interface Setting {
  name: string;
  value: string;
}

/** A variable that is set, by its name in small letters first. */
function setting(environment: NodeJS.ProcessEnv, ...names: string[]): Setting | undefined {
  return names
    .flatMap((name) => [name.toLowerCase(), name])
    .map((name) => ({ name, value: environment[name]?.trim() ?? '' }))
    .find(({ value }) => value !== '');
}

function addressIn(set: Setting | undefined): string | undefined {
  if (!set) return undefined;
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(set.value) ? set.value : `http://${set.value}`;
  if (/^https?:/i.test(address) && URL.canParse(address)) return address;
  // The name and password before the host are nobody's business.
  const shown = set.value.replace(/^(.*\/\/)?.*@/, '$1');
  throw new Problem(
    `${set.name} is '${shown}', which is not the address of an HTTP proxy`,
    'Set it to one, such as http://proxy.example.org:3128, or leave it out',
  );
}
