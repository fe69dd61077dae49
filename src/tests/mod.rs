//! Stories, walls and contracts: tests that see more than one module.

mod contract;
