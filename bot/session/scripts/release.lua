-- Gives a lease back, if it is still the caller's.
if redis.call('HGET', KEYS[1], 'o') == ARGV[1] then
  redis.call('HDEL', KEYS[1], 'o', 'l')
end
return {'ok'}
