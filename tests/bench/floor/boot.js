import init from './pkg/floor.js';

await init();
await new Promise((done) => requestAnimationFrame(done));
performance.mark('interactive');
document.documentElement.dataset.ready = '';
