// Matrix products on the matrix engine of newer Intel processors (AMX), which is several times as fast as their vector
// units. Factors are rounded to 16 bits (see short_factors.hpp); results are accurate to about 1 % of the largest
// value. Thread-safe: the only state is a buffer for each thread.
#pragma once
#include "kernels.hpp"

namespace networks {

// Whether this processor has a matrix engine and the system lets this process use it; determined once. Linux refuses it
// when a thread's signal stack is too small for the engine's registers.
bool has_matrix_engine();

// See Kernels::multiply. Only where has_matrix_engine() is true.
void multiply_on_engine(const float* in, std::size_t in_pitch, std::size_t rows, std::size_t depth,
                        const Matrix& weights, std::size_t columns, const Finish& finish, float* out);

}  // namespace networks
