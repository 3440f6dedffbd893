//! Counting with valgrind, which repeats to the digit whatever else the machine does.

use std::process::Command;

use crate::ops::Op;

pub fn is_possible() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok_and(|out| out.status.success())
}

/// The instructions of one operation.
pub fn instructions(op: &Op) -> f64 {
    per_run(op, &["--tool=callgrind", "--callgrind-out-file=/dev/null"], "Collected :")
}

/// The allocations of one operation.
pub fn allocations(op: &Op) -> f64 {
    per_run(op, &["--tool=memcheck", "--leak-check=no", "--undef-value-errors=no"], "total heap usage:")
}

/// What one operation costs: the difference between two runs, so that starting up does not count.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn per_run(op: &Op, tool: &[&str], label: &str) -> f64 {
    const RUNS: [u32; 2] = [2, 2 + 8];
    let [few, many] = RUNS.map(|runs| valgrind(op, runs, tool, label));
    (many - few) as f64 / f64::from(RUNS[1] - RUNS[0])
}

/// The first number after `label` in what valgrind says of so many runs.
fn valgrind(op: &Op, runs: u32, tool: &[&str], label: &str) -> u64 {
    let this = std::env::current_exe().expect("the path of this program");
    let out = Command::new("valgrind").args(tool).arg(this).args(["op", op.name, &runs.to_string()]).output();
    let out = out.expect("valgrind runs");
    let text = String::from_utf8_lossy(&out.stderr);
    let number = text
        .lines()
        .find_map(|line| line.split_once(label))
        .and_then(|(_, rest)| rest.split_whitespace().next()?.replace(',', "").parse().ok());
    number.unwrap_or_else(|| panic!("{} under valgrind:\n{text}", op.name))
}
