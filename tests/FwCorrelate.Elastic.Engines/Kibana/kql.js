// Kibana's own parser: KQL in, query DSL out, a JSON array of each over standard input and output.
const { fromKueryExpression, toElasticsearchQuery } = require('@cybernetex/kbn-es-query');
const queries = JSON.parse(require('fs').readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(queries.map((query) => toElasticsearchQuery(fromKueryExpression(query)))));
