package io.spillway.harness.stats;

import org.apache.commons.numbers.gamma.LogBeta;

/**
 * The exact distribution of what {@link SequentialShares} does with two groups, by stepping through
 * all counts: no simulation, and no code shared with what it is compared with. The mixture is taken
 * in its closed form, a quotient of beta functions. Counts less likely than 1e-18 are left out.
 *
 * @param deviates the probability of that answer
 * @param conforms the probability of that answer
 * @param truncated the probability of no answer
 * @param mean observations to the end, in the mean
 * @param worst observations after which all but one run in a thousand have ended; the largest
 *     number allowed if more have not
 */
record ExactCourse(double deviates, double conforms, double truncated, double mean, int worst) {

  private static final double NEGLIGIBLE = 1e-18;

  /** What is asked of one share. */
  record Test(double share, Effect effect, double alpha, double power, int max) {

    /** What happens when the real share is this one. */
    ExactCourse at(double real) {
      return new Walk(this, real).walk();
    }

    private double logMixture(int n, int in) {
      Binomials.Interval off = effect.around(share);
      double deviation = (off.high() - off.low()) / 2;
      double prior = share * (1 - share) / (deviation * deviation) - 1;
      double a = prior * share;
      double b = prior * (1 - share);
      return LogBeta.value(a + in, b + n - in)
          - LogBeta.value(a, b)
          - in * Math.log(share)
          - (n - in) * Math.log(1 - share);
    }

    private double logRatio(double alternative, int n, int in) {
      return in * Math.log(alternative / share)
          + (n - in) * Math.log((1 - alternative) / (1 - share));
    }
  }

  private static final class Walk {
    private final Test test;
    private final double real;
    private final Binomials.Interval off;

    /** Probability by count and by which alternatives have fallen: none, above, below. */
    private double[][] now;

    /** Counts up to the first and from the second on deviate. */
    private int tooFew = -1;

    private int tooMany = 1;
    private double deviates;
    private double conforms;
    private double mean;

    Walk(Test test, double real) {
      this.test = test;
      this.real = real;
      this.off = test.effect().around(test.share());
      this.now = new double[3][test.max() + 2];
    }

    ExactCourse walk() {
      now[0][0] = 1;
      int from = 0;
      int to = 0;
      int worst = test.max();
      double left = 1;
      for (int n = 1; n <= test.max() && left > 0; n++) {
        double before = deviates + conforms;
        to++;
        step(n, from, to);
        while (from < to && sum(from) == 0) {
          from++;
        }
        while (to > from && sum(to) == 0) {
          to--;
        }
        left = 0;
        for (int in = from; in <= to; in++) {
          left += sum(in);
        }
        mean += n * (deviates + conforms - before);
        worst = left <= 1e-3 && worst == test.max() ? n : worst;
      }
      return new ExactCourse(deviates, conforms, left, mean + left * test.max(), worst);
    }

    private double sum(int in) {
      return now[0][in] + now[1][in] + now[2][in];
    }

    private void step(int n, int from, int to) {
      double boundary = -Math.log(test.alpha());
      while (tooMany <= n && test.logMixture(n, tooMany) < boundary) {
        tooMany++;
      }
      while (tooFew + 1 < n * test.share() && test.logMixture(n, tooFew + 1) >= boundary) {
        tooFew++;
      }
      double fallen = Math.log1p(-test.power());
      for (int in = to; in >= from; in--) {
        double[] mass = new double[3];
        for (int flag = 0; flag < 3; flag++) {
          double hit = in > from ? now[flag][in - 1] * real : 0;
          mass[flag] = hit + (in < to ? now[flag][in] * (1 - real) : 0);
          now[flag][in] = 0;
          mass[flag] = mass[flag] < NEGLIGIBLE ? 0 : mass[flag];
        }
        if (in <= tooFew || in >= tooMany) {
          deviates += mass[0] + mass[1] + mass[2];
        } else {
          settle(
              in,
              mass,
              test.logRatio(off.high(), n, in) <= fallen,
              test.logRatio(off.low(), n, in) <= fallen);
        }
      }
    }

    private void settle(int in, double[] mass, boolean above, boolean below) {
      if (above && below) {
        conforms += mass[0] + mass[1] + mass[2];
      } else if (above) {
        now[1][in] = mass[0] + mass[1];
        conforms += mass[2];
      } else if (below) {
        now[2][in] = mass[0] + mass[2];
        conforms += mass[1];
      } else {
        now[0][in] = mass[0];
        now[1][in] = mass[1];
        now[2][in] = mass[2];
      }
    }
  }
}
