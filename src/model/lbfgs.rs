//! Limited-memory BFGS (Nocedal & Wright, *Numerical Optimization*, algorithms 7.4 and 7.5) for smooth
//! convex functions, with backtracking; sums run in a fixed order, so the same start gives the same bits.

use std::collections::VecDeque;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop {
    /// Gradient norm relative to the first one.
    pub tolerance: f64,
    /// At most so many steps.
    pub steps: usize,
}

/// Pairs of step and gradient change kept; 5 to 20 take the same number of steps within a tenth.
const MEMORY: usize = 8;

/// Minimises `function`, which returns its value at a point and writes the gradient there.
pub(super) fn minimise(start: Vec<f64>, stop: Stop, mut function: impl FnMut(&[f64], &mut [f64]) -> f64) -> Vec<f64> {
    let mut point = start;
    let mut gradient = vec![0.0; point.len()];
    let mut value = function(&point, &mut gradient);
    let enough = stop.tolerance * norm(&gradient);
    let mut memory: VecDeque<Pair> = VecDeque::with_capacity(MEMORY);
    for _ in 0..stop.steps {
        if norm(&gradient) <= enough || norm(&gradient) == 0.0 {
            break;
        }
        let direction = direction(&gradient, &memory);
        let Some(next) = search(&point, value, &gradient, &direction, &mut function) else {
            break;
        };
        remember(&mut memory, &point, &gradient, &next);
        (point, value, gradient) = (next.point, next.value, next.gradient);
    }
    point
}

struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
    curvature: f64,
}

struct Next {
    point: Vec<f64>,
    value: f64,
    gradient: Vec<f64>,
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

/// The two-loop recursion: minus the inverse Hessian's estimate times the gradient.
fn direction(gradient: &[f64], memory: &VecDeque<Pair>) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let Some(last) = memory.back() else {
        let shrink = 1.0 / norm(gradient).max(1.0);
        direction.iter_mut().for_each(|d| *d *= shrink);
        return direction;
    };
    let mut factors = Vec::with_capacity(memory.len());
    for pair in memory.iter().rev() {
        let factor = dot(&pair.step, &direction) / pair.curvature;
        add(&mut direction, -factor, &pair.change);
        factors.push(factor);
    }
    let scale = last.curvature / dot(&last.change, &last.change);
    direction.iter_mut().for_each(|d| *d *= scale);
    for (pair, factor) in memory.iter().zip(factors.into_iter().rev()) {
        let back = dot(&pair.change, &direction) / pair.curvature;
        add(&mut direction, factor - back, &pair.step);
    }
    direction
}

fn add(to: &mut [f64], factor: f64, what: &[f64]) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += factor * what;
    }
}

/// Halves the step until the value falls enough (Armijo); `None` when it no longer does.
fn search(
    point: &[f64],
    value: f64,
    gradient: &[f64],
    direction: &[f64],
    function: &mut impl FnMut(&[f64], &mut [f64]) -> f64,
) -> Option<Next> {
    let slope = dot(gradient, direction);
    let mut step = 1.0;
    let mut next = Next { point: point.to_vec(), value, gradient: vec![0.0; point.len()] };
    for _ in 0..30 {
        next.point.copy_from_slice(point);
        add(&mut next.point, step, direction);
        next.value = function(&next.point, &mut next.gradient);
        if next.value <= value + 1e-4 * step * slope {
            return Some(next);
        }
        step *= 0.5;
    }
    None
}

fn remember(memory: &mut VecDeque<Pair>, point: &[f64], gradient: &[f64], next: &Next) {
    let step: Vec<f64> = next.point.iter().zip(point).map(|(a, b)| a - b).collect();
    let change: Vec<f64> = next.gradient.iter().zip(gradient).map(|(a, b)| a - b).collect();
    let curvature = dot(&step, &change);
    if curvature <= 1e-10 * dot(&change, &change) {
        return;
    }
    if memory.len() == MEMORY {
        memory.pop_front();
    }
    memory.push_back(Pair { step, change, curvature });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_minimum_of_a_stretched_bowl() {
        let stop = Stop { tolerance: 1e-10, steps: 200 };
        let found = minimise(vec![5.0, -3.0], stop, |x, gradient| {
            gradient[0] = 200.0 * (x[0] - 1.0);
            gradient[1] = 2.0 * (x[1] + 2.0);
            100.0 * (x[0] - 1.0).powi(2) + (x[1] + 2.0).powi(2)
        });
        assert!((found[0] - 1.0).abs() < 1e-6 && (found[1] + 2.0).abs() < 1e-6, "{found:?}");
    }
}
