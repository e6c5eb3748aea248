// Generates random overlays over one set of files, with all combinations of the overlay module's arguments except Helm's.

/** The files that overlays read, by path relative to the root module's folder. */
export const OVERLAY_FILES: Readonly<Record<string, string>> = {
  'm/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: { app: web, tier: "1" }
  annotations:
    on: "yes"
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.25
          args: ["--name=$(WEB_NAME)", "012", '1e3', "<&>"]
          envFrom: [{ configMapRef: { name: settings } }, { secretRef: { name: login } }]
        - name: side
          image: registry.example.org:5000/team/side@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
---
# A remark.
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080, name: http }]
---
`,
  'm/more.yaml': `apiVersion: v1
kind: Namespace
metadata:
  name: shop
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: reader }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: web, namespace: shop }]
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
---
apiVersion: v1
kind: Secret
metadata: { name: static, namespace: shop }
stringData: { word: planted-static }
---
apiVersion: example.org/v1
kind: Widget
metadata: { name: w, namespace: shop }
spec:
  size: 9007199254740993
  ratio: 0.5
  big: 1e21
  text: |2
      two
     lines
`,
  'm/sub/kustomization.yaml':
    'resources: [cm.yaml]\nnamePrefix: sub-\nconfigMapGenerator:\n- name: inner\n  files: [cm.yaml]\n',
  'm/sub/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: plain }\ndata: { a: "1", b: "true" }\n',
  'c/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n- patch: |-\n    - op: add\n      path: /metadata/annotations\n      value: { component: "yes" }\n  target: { kind: Service }\n',
  'p/replicas.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { replicas: 7 }\n',
  'p/ops.yaml': '- op: replace\n  path: /spec/ports/0/port\n  value: 8081\n',
  'f/app.properties': 'a=1\nb=two words\n',
  'f/vars.env': 'KEY=value\nOTHER=x=y\n',
  't/prefix.yaml':
    'apiVersion: builtin\nkind: PrefixTransformer\nmetadata: { name: p }\nprefix: t-\nfieldSpecs: [{ path: metadata/name, kind: Service }]\n',
  'g/config.yaml':
    'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: { name: generated }\nname: from-generator\nliterals: [x=1]\n',
  'd/crd.json':
    '{"github.com/example/pkg/apis/v1.Widget":{"Schema":{"properties":{"spec":{"properties":{"secretRef":{"type":"object","x-kubernetes-object-ref-api-version":"v1","x-kubernetes-object-ref-kind":"Secret"}}}}}}}',
};

/** Pseudo-random numbers from 0 to 1 (exclusive) that depend only on the seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Arguments of the overlay's data source, without null attributes. */
export function arbitraryOverlay(random: () => number): Record<string, unknown> {
  const may = (chance: number): boolean => random() < chance;
  const oneOf = <T>(...all: T[]): T => all[Math.floor(random() * all.length)]!;
  const texts = ['x', 'true', '1', '012', 'a b', 'é', '${not} %{a}', '"quoted"', "it's", '<&>', 'null', '1e3'];
  const map = (): Record<string, string> =>
    Object.fromEntries(['a', 'team', 'example.org/b'].filter(() => may(0.6)).map(key => [key, oneOf(...texts)]));
  const labels = (): Record<string, string> =>
    Object.fromEntries(['a', 'example.org/b'].filter(() => may(0.7)).map(key => [key, oneOf('x', 'true', '1', 'y-z')]));
  const options = (): Record<string, unknown> => ({
    ...(may(0.5) && { labels: labels() }),
    ...(may(0.5) && { annotations: map() }),
    ...(may(0.6) && { disable_name_suffix_hash: may(0.5) }),
  });
  const generator = (name: string): Record<string, unknown> => ({
    name,
    ...(may(0.5) && { namespace: oneOf('shop', 'other') }),
    ...(may(0.6) && { literals: [`word=${oneOf(...texts)}`, 'two=x=y'] }),
    ...(may(0.4) && { files: [oneOf('f/app.properties', 'renamed.txt=f/app.properties')] }),
    ...(may(0.4) && { envs: ['f/vars.env'] }),
    ...(may(0.5) && { options: options() }),
  });
  const patches = [
    { path: 'p/replicas.yaml' },
    { path: 'p/ops.yaml', target: { kind: 'Service', name: 'web' } },
    {
      patch: '- op: add\n  path: /metadata/labels/patched\n  value: "${x}"\n',
      target: { group: 'apps', version: 'v1', kind: 'Deployment', label_selector: 'app=web' },
    },
    {
      patch:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  template:\n    spec:\n      containers:\n      - name: side\n        $patch: delete\n',
    },
    {
      patch: 'kind: any\nmetadata:\n  name: any\n  annotations: { all: "1" }\n',
      target: { kind: 'Service|Namespace' },
    },
  ];
  return {
    resources: ['m/web.yaml', ...['m/more.yaml', 'm/sub'].filter(() => may(0.6))],
    ...(may(0.4) && { common_annotations: map() }),
    ...(may(0.4) && { common_labels: labels() }),
    ...(may(0.3) && { components: ['c'] }),
    ...(may(0.5) && { config_map_generator: [generator('settings'), ...(may(0.3) ? [generator('extra')] : [])] }),
    ...(may(0.5) && { secret_generator: [{ ...generator('login'), ...(may(0.5) && { type: 'Opaque' }) }] }),
    ...(may(0.3) && { generator_options: options() }),
    ...(may(0.2) && { crds: ['d/crd.json'] }),
    ...(may(0.2) && { generators: ['g/config.yaml'] }),
    ...(may(0.2) && { transformers: ['t/prefix.yaml'] }),
    ...(may(0.5) && {
      images: [
        {
          name: 'nginx',
          ...oneOf<object>(
            { new_tag: '1.27' },
            { new_name: 'mirror.example.org/nginx', new_tag: '012' },
            { digest: `sha256:${'a'.repeat(64)}` },
          ),
        },
        ...(may(0.3) ? [{ name: 'registry.example.org:5000/team/side', new_name: 'side', new_tag: 'v1' }] : []),
      ],
    }),
    ...(may(0.3) && { name_prefix: oneOf('pre-', 'a') }),
    ...(may(0.3) && { name_suffix: oneOf('-suf', '-2') }),
    ...(may(0.3) && { namespace: oneOf('elsewhere', 'shop') }),
    ...(may(0.6) && { patches: patches.filter(() => may(0.4)) }),
    ...(may(0.4) && { replicas: [{ name: 'web', count: Math.floor(random() * 5) }] }),
    ...(may(0.3) && {
      vars: [
        {
          name: 'WEB_NAME',
          obj_ref: { api_version: 'v1', kind: 'Service', name: 'web', ...(may(0.3) && { namespace: 'shop' }) },
          ...(may(0.5) && { field_ref: { field_path: 'metadata.name' } }),
        },
      ],
    }),
  };
}
