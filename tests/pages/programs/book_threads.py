from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Lock


@dataclass
class Counter:
    value: int = 0
    lock: Lock = field(default_factory=Lock)

    def increment(self, done: "SimpleQueue[str]") -> None:
        with self.lock:
            self.value += 1
        done.put("one more")


counter = Counter()
done = SimpleQueue[str]()
with ThreadPoolExecutor() as threads:
    handles = [threads.submit(counter.increment, done) for _ in range(10)]
    for handle in handles:
        handle.result()

print("counter:", counter.value)
print("received:", [done.get() for _ in handles][-1])
