// Compiles contracts/*.sol into the artefacts of dev-services, and what production asks of nodes into those of
// exchange-core. With --check it writes nothing and fails where a committed artefact is not what the sources give.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const solc = require('solc');

const sources = path.join(__dirname, 'contracts');
const local = path.join(__dirname, '../../dev-services/src/main/resources/io/megatron/devservices/contracts');
const production = path.join(__dirname, '../../exchange-core/src/main/resources/io/megatron/core/custody/chain');
const artefactsOf = (contract) => (contract === 'Balances' ? production : local);
const check = process.argv.includes('--check');

const input = {
  language: 'Solidity',
  sources: Object.fromEntries(
    fs
      .readdirSync(sources)
      .sort()
      .map((name) => [name, { content: fs.readFileSync(path.join(sources, name), 'utf8') }]),
  ),
  settings: {
    evmVersion: 'shanghai',
    optimizer: { enabled: true, runs: 200 },
    // Without the hash of the metadata the bytes depend on the code alone.
    metadata: { bytecodeHash: 'none', appendCBOR: false },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
  },
};

const output = JSON.parse(solc.compile(JSON.stringify(input)));
const complaints = (output.errors ?? []).map((error) => error.formattedMessage);
if (complaints.length > 0) {
  console.error(complaints.join('\n'));
  process.exit(1);
}
let differs = false;
for (const name of Object.keys(input.sources)) {
  const contract = path.basename(name, '.sol');
  const compiled = output.contracts[name][contract];
  // The format of Truffle, from which the Java wrappers are generated.
  const artefact = `${JSON.stringify(
    {
      contractName: contract,
      compiler: { name: 'solc', version: solc.version() },
      abi: compiled.abi,
      bytecode: `0x${compiled.evm.bytecode.object}`,
    },
    null,
    2,
  )}\n`;
  const file = path.join(artefactsOf(contract), `${contract}.json`);
  if (!check) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, artefact);
    console.log(`wrote ${path.relative(process.cwd(), file)}`);
  } else if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== artefact) {
    console.error(`${file} is not what ${name} compiles to; run scripts/chain/install and scripts/chain/compile`);
    differs = true;
  }
}
process.exit(differs ? 1 : 0);
