// What a crash can still say: which plugin's code the thread was in. A crash of code in this process ends it, and all
// that would remain is the shell's `Segmentation fault`.
#pragma once

namespace cotejo::plugins {

// While it lives, this thread is in the code of a plugin. `name` outlives it: a component's id, or a plugin's file.
class Inside {
 public:
  enum class Step {
    load,  // the file is opened, and its components describe themselves
    create,
    call,
    remote  // the code runs in a worker process, whose crash is an error of the call
  };
  Inside(Step step, const char* name);
  ~Inside();
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  friend class CrashHandler;
  const Step step_;
  const char* const name_;
  const Inside* const around_;
};

// From now on a crash first says on standard error where it was and what to do. Leaves a signal alone that something
// else, such as a sanitizer, takes care of. Called once, before there are other threads.
void name_crashes();

}  // namespace cotejo::plugins
