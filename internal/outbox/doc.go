// Package outbox carries out what the case store has written down to be delivered: each delivery at least once, soon,
// and never by two at the same time.
//
//	queue, err := outbox.New(store, outbox.Options{Log: log})
//	store.SetEnqueue(queue.Enqueue)
//	queue.Handle(func(ctx context.Context, d signal.Delivery) outbox.Result { … })
//	err = queue.Start(ctx)
//	defer queue.Stop(ctx)
//
// The truth is the delivery's row in the case store; a job of the queue (River) is only the wake-up call for it and
// holds nothing but its number. A job is made in the transaction that made the delivery, so a committed delivery is
// always called. Whoever works claims the row first: a job that comes late, comes twice or comes on two replicas finds
// nothing to do.
//
// A job can be lost with the process that ran it, and River looks for such ones only every half minute. So each
// second a sweep asks the case store for deliveries that nobody works on, and delivers these itself. What a killed
// process was sending may have arrived: it is delivered again, marked as doubtful, so that the message can say that it
// is a repeat.
//
// Alerts, messages to reporters, and the rest stand in lines of their own, and in the alerts' line the most urgent come
// first: a thousand updates that wait for a slow mail server hold up nobody's alarm.
//
// The package must never know what a message says or by which channel it goes, put anything but numbers into the
// queue's tables, or log a word of others.
package outbox
