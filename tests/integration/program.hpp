// A program of the tree, run to its end.
#pragma once
#include <sys/wait.h>

#include <array>
#include <boost/json/parse.hpp>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace cotejo::integration {

struct Ended {
  int exit = 0;
  std::string out;  // standard output and error
  boost::json::value json() const { return boost::json::parse(out); }
};

// `command`: for a shell.
inline Ended run_program(const std::string& command) {
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (!pipe) throw std::runtime_error("cannot run " + command);
  Ended ended;
  std::array<char, 4096> piece{};
  for (std::size_t size; (size = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;)
    ended.out.append(piece.data(), size);
  ended.exit = WEXITSTATUS(::pclose(pipe));
  return ended;
}

}  // namespace cotejo::integration
