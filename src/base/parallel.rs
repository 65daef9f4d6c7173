use rayon::prelude::*;

/// Runs `work` on every item with at most `threads` threads and returns the results in the items' order,
/// so that the answer is the same on any number of threads. The only place that names rayon.
pub fn in_order<'i, T: Sync, R: Send>(
    threads: usize,
    items: &'i [T],
    work: impl Fn(usize, &'i T) -> R + Sync + Send,
) -> Vec<R> {
    if threads <= 1 {
        return items.iter().enumerate().map(|(index, item)| work(index, item)).collect();
    }
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(|| items.par_iter().enumerate().map(|(index, item)| work(index, item)).collect()),
        Err(_) => in_order(1, items, work),
    }
}
