/** Cloud Run's ingress settings, narrowest first. */
export const INGRESS_ORDER = [
  'INGRESS_TRAFFIC_NONE',
  'INGRESS_TRAFFIC_INTERNAL_ONLY',
  'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
  'INGRESS_TRAFFIC_ALL',
];
